/**
 * Every sentence that the script shows, in one table, so that a translation has one file to follow.
 * Words in braces are filled in by `filled`.
 */

export interface Told {
  readonly sentence: string;
  readonly advice: string;
}

const COMPARE = "Compare each word with what you wrote down, and their order.";
const FROM_ANOTHER = "It was made by another program, or damaged on the way. Tell the institution by another channel.";
const DO_NOT_SEND = "Do not send anything from this page. Load it again; if it stays so, ask the institution by another channel.";
const NOTHING_SENT = "Nothing was sent. What you wrote is still on this page.";

export const ERRORS = {
  again: { sentence: "Something went wrong on this page.", advice: `${NOTHING_SENT} Try again.` },
  receiptLong: { sentence: "This is too long to be a receipt.", advice: COMPARE },
  receiptCount: { sentence: "A receipt has 13 words or numbers; here are {count}.", advice: COMPARE },
  receiptUnknown: { sentence: "What stands in place {place} is not in the list.", advice: COMPARE },
  receiptUnfit: { sentence: "These words do not fit together: one is wrong or out of order.", advice: COMPARE },
  json: { sentence: "What came from the other side is not readable.", advice: FROM_ANOTHER },
  field: { sentence: "A field is missing or unknown in what came from the other side.", advice: FROM_ANOTHER },
  frame: { sentence: "What was in this envelope is damaged.", advice: FROM_ANOTHER },
  frameName: { sentence: "This name cannot stand in an envelope.", advice: "Give the file a plain, shorter name." },
  envelope: { sentence: "This envelope cannot be opened with these words.", advice: FROM_ANOTHER },
  mixed: { sentence: "This envelope is not sealed as it should be: a weaker key can open it.", advice: FROM_ANOTHER },
  recipient: { sentence: "This institution's key is not one we can seal to.", advice: DO_NOT_SEND },
  note: { sentence: "This text is not signed as it should be.", advice: DO_NOT_SEND },
  notice: { sentence: "This gate's notice is not whole.", advice: DO_NOT_SEND },
  noticeGate: { sentence: "This notice belongs to another gate.", advice: DO_NOT_SEND },
  noticeEarly: {
    sentence: "This gate's notice holds only from {day}.",
    advice: "Is the date of this device right? If it is, come back on that day.",
  },
  noticeOld: {
    sentence: "This gate's notice ended on {day}.",
    advice: "Is the date of this device right? If it is, load the page again, or come back later.",
  },
  log: { sentence: "The log does not show what this note says.", advice: FROM_ANOTHER },
  partMissing: {
    sentence: "A part of this page could not be loaded.",
    advice: `${NOTHING_SENT} Check that you are connected, and try again.`,
  },
  page: { sentence: "The gate answered with something that is not a mailbox.", advice: "Try again later." },
  unreachable: {
    sentence: "The gate cannot be reached.",
    advice: "Check that you are connected, and try again. Over Tor it can take several tries.",
  },
  outOfOrder: { sentence: "The gate is out of order ({status}).", advice: "Try again in some minutes." },
  cancelled: { sentence: "Stopped.", advice: NOTHING_SENT },
  empty: { sentence: "Nothing is written yet.", advice: "Write one sentence, or add a file. All else can stay empty." },
  tooLong: { sentence: "One answer is longer than fits.", advice: "Move what is long into the first field." },
  tooLongAnswer: { sentence: "The answer to “{question}” is longer than fits.", advice: "Shorten it, or send it as a file." },
  tooManyFiles: { sentence: "These are too many files for one report.", advice: "Send some of them later, with your receipt." },
  fileUnread: {
    sentence: "A file could not be read on this device.",
    advice: `${NOTHING_SENT} Choose the file again, or leave it out.`,
  },
} as const satisfies Record<string, Told>;

export type ErrorKey = keyof typeof ERRORS;

export const TEXTS = {
  noticeChecked: "Checked on this device just now",
  noticeInstitution: "You write to",
  noticeWords: "Its six words",
  noticeWordsHint:
    "Compare them with the institution's leaflet, or ask by another channel. If they differ, do not send anything.",
  noticeHolds: "This notice holds",
  noticeDates: "{from} to {until}",
  sealing: "Closing the envelope on this device…",
  sending: "Sending. Please keep this page open…",
  waiting: "No connection. Trying again by itself; nothing is lost…",
  tryAgain: "Try again",
  sentTitle: "Your report is held",
  sent: "It is sealed and stored. Now write down your receipt.",
  receiptPlace: "word {place}",
  receiptNumber: "number {number}",
  practiceTitle: "Check what you wrote down",
  practiceIntro: "Look at your own copy, not at the screen.",
  practiceAsk: "Word {place}",
  practiceCheck: "Check",
  practiceRight: "Right. With these 13 words you can come back from any device.",
  practiceWrong: "Word {place} is different. Look again at what you wrote down.",
  practiceHide: "I have all 13 words: hide them now",
  practiceHidden: "The words are no longer on this page. You can close it.",
  didYouMean: "Did you mean one of these?",
  opening: "Looking into the mailbox…",
  mailboxEmpty: "Nothing yet, or different words.",
  mailboxEmptyAdvice:
    "An empty mailbox looks the same as one that does not exist. Compare the words, or come back another day.",
  itemReply: "Answer",
  itemHeld: "What you sent is held",
  itemBroken:
    "Something here is damaged, or not from the institution. It is not shown. Mention it when you write.",
  heldChecking: "Checking that what you sent is still held…",
  heldProved: "Held and proved. This device checked it against the published log.",
  heldNotYet: "Held, and not yet published. Come back after the next hourly publication to see it proved.",
  heldUnknown: "It could not be checked just now: the gate did not answer. Try again later.",
  heldFailed:
    "The proof FAILED. The log does not show what you sent as this note says. Keep your words, write nothing more here, and tell the institution by another channel.",
  messageSent: "Your message is held.",
} as const;

/** `text` with each word in braces replaced by its value. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
