/** Loaded when somebody first chooses a file; hands over two functions, and asks nobody for anything. */

import { offerPart } from "../page/offer.ts";
import { cleaned, readHidden } from "./read_hidden.ts";
import type { Metadata } from "./types.ts";

const metadata: Metadata = Object.freeze({ readHidden, cleaned });
offerPart(metadata);
