/** How a part that is loaded later hands over what it can do; see lazy.ts. */

export const OFFERED = "part";

/** Called once by each part, while it is loaded. */
export function offerPart(offered: object): void {
  document.currentScript?.dispatchEvent(new CustomEvent(OFFERED, { detail: offered }));
}
