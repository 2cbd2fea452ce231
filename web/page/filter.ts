/** `<input data-filter="#list">` hides the rows that don't hold what is typed. */

/** Lower case without accents, so that "elo" finds Éloïse. */
export const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether every word of `asked` begins or sits somewhere in `text`. */
export const holds = (text: string, asked: string): boolean => {
  const folded = fold(text);
  return fold(asked).split(/\s+/).every((word) => folded.includes(word));
};

export function filter(input: HTMLInputElement): void {
  const list = document.querySelector(input.dataset.filter ?? "");
  if (!list) return;
  let shown = 0;
  for (const row of list.querySelectorAll<HTMLElement>(":scope > li, tbody > tr")) {
    row.hidden = !holds(row.textContent ?? "", input.value);
    if (!row.hidden) shown++;
  }
  const none = document.querySelector<HTMLElement>(input.dataset.filterNone ?? "[data-filter-none]");
  if (none) none.hidden = shown > 0;
}
