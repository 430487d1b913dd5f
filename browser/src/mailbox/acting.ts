/** A form of its own: locked while it acts, what went wrong said beside it, and nothing sent by the browser. */

import { lock } from "../page/dom.ts";

export interface Acting {
  readonly form: HTMLFormElement;
  readonly box: HTMLElement;
  readonly act: () => Promise<void>;
  readonly sayError: (box: HTMLElement, error: unknown) => void;
}

export function onSubmit({ form, box, act, sayError }: Acting): void {
  form.autocomplete = "off";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void acted();
  });
  const acted = async (): Promise<void> => {
    try {
      const acting = act();
      lock(form, true, []);
      await acting;
    } catch (error) {
      sayError(box, error);
    } finally {
      lock(form, false, []);
    }
  };
}
