/** The script of every other page of the gate: leaves at once, and adds nothing to the history. */

import { startLeaving } from "./page/dom.ts";
import { startPlainPage } from "./page/starting.ts";

startPlainPage(startLeaving);
