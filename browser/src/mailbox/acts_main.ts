/** `mailbox_acts.js`: loaded once a mailbox is open, for what most people who come back do not need at once. */

import { byId } from "../page/dom.ts";
import { offerPart } from "../page/offer.ts";
import { mountFiles } from "../metadata/view.ts";
import type { ActsPart, MountedActs, Tools } from "./acts.ts";
import { ConsentsView } from "./consents_view.ts";
import { DecoyView } from "./decoy_view.ts";
import { RhythmView } from "./rhythm_view.ts";
import { WithdrawalView } from "./withdrawal_view.ts";

function mountActs(tools: Tools): MountedActs {
  const rhythm = new RhythmView(tools);
  const views = [new ConsentsView(tools), new WithdrawalView(tools), rhythm, new DecoyView(tools)];
  views.forEach((view) => {
    view.start();
  });
  const files = mountFiles(byId("message-files") as HTMLInputElement, byId("chosen-files"), tools.loadMetadata);
  byId("mailbox-acts").hidden = false;
  return {
    files,
    checkedIn: () => {
      rhythm.checkedIn();
    },
    forget: () => {
      files.forget();
      views.forEach((view) => {
        view.forget();
      });
    },
  };
}

const part: ActsPart = { mountActs };
offerPart(part);
