/** `uploads.js`: loaded when somebody sends files that do not fit into one post. */

import { offerPart } from "../page/offer.ts";
import type { UploadsPart } from "./job.ts";
import { REQUESTS } from "./requests.ts";
import { newUpload } from "./upload.ts";

const part: UploadsPart = { newUpload: (job) => newUpload(job, REQUESTS) };
offerPart(part);
