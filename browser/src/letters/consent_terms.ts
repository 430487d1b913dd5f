/** What a source can agree to, by the words that desk and browser share; least identity first. */

export const PURPOSES = [
  ...(["un_submission", "regional_submission", "national_submission"] as const),
  ...(["referral", "publication", "statistics"] as const),
] as const;
export const LEVELS = ["aggregate", "anonymous", "initials", "named"] as const;

export type Purpose = (typeof PURPOSES)[number];
export type Level = (typeof LEVELS)[number];

/** One purpose, at one identity level. */
export interface Choice {
  readonly purpose: Purpose;
  readonly level: Level;
}
