/** The script of the page on which a report is written. */

import { startReportPage } from "./report_page.ts";
import { startPage } from "./starting.ts";

startPage("report-form", startReportPage);
