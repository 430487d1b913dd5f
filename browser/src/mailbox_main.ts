/** The script of the page to which a source comes back. */

import { startMailboxPage } from "./mailbox/page.ts";
import { startPage } from "./page/starting.ts";

startPage("return-form", startMailboxPage);
