/** The script of the page on which a report is written. */

import { startReportPage } from "./report/report_page.ts";
import { startPage } from "./page/starting.ts";

startPage("report-form", startReportPage);
