const FOCUSABLE = 'button:enabled, a, input, textarea, [tabindex="0"]';

/** Over the whole screen Tab must not lead to what lies below the panel: from its end it leads to its beginning. */
export function goRound(event: KeyboardEvent, panel: HTMLElement, active: Element | null): void {
  const all = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const [first, last] = [all.at(0), all.at(-1)];
  const atEdge = event.shiftKey ? active === first || active === panel : active === last;
  if (!atEdge) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** The element of the page that had the focus, if it was any. */
export function focusedOnPage(bubble: HTMLElement): HTMLElement | null {
  const active = document.activeElement;
  return active instanceof HTMLElement && active !== bubble && active !== document.body ? active : null;
}
