/** Loaded when somebody first chooses a file; leaves one frozen thing behind, and asks nobody for anything. */

import { cleaned, readHidden } from "./read_hidden.ts";
import type { Metadata } from "./types.ts";

const metadata: Metadata = Object.freeze({ readHidden, cleaned });
Object.defineProperty(globalThis, "unhinderedMetadata", { value: metadata });
