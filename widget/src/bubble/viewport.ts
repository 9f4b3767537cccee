/** A phone's keyboard covers the page without telling it: the panel then takes what is left to see. */

/** Where the panel fills the screen; the style sheet has the same condition. */
export const FULL_SCREEN = '(max-width: 480px), (max-height: 480px) and (max-width: 960px) and (pointer: coarse)';

/** @returns what ends it */
export function followKeyboard(root: HTMLElement): () => void {
  const view = window.visualViewport;
  if (!view) return () => undefined;
  const fit = (): void => {
    // Somebody who has zoomed in wants to see less of it, not a smaller one.
    const zoomed = view.scale > 1.01;
    root.style.setProperty('--seen-top', zoomed ? '' : `${view.offsetTop}px`);
    root.style.setProperty('--seen-height', zoomed ? '' : `${view.height}px`);
  };
  fit();
  view.addEventListener('resize', fit);
  view.addEventListener('scroll', fit);
  return () => {
    view.removeEventListener('resize', fit);
    view.removeEventListener('scroll', fit);
  };
}
