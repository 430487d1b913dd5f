/** The script of every other page of the gate: leaves at once, and adds nothing to the history. */

import { startLeaving } from "./dom.ts";
import { startPlainPage } from "./starting.ts";

startPlainPage(startLeaving);
