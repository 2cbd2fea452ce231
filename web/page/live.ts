/** `<section id="…" data-live="/s/…/live">`: each server-sent message makes the page look again at that section. */
import { parse, replaceQuietly } from "./swap";

/** Milliseconds to wait before the nth new try: doubles from one second to one minute, spread so that a school does not come back at once. */
export const pause = (tries: number, chance = Math.random()): number => Math.min(60_000, 1000 * 2 ** tries) * (0.5 + chance / 2);

/** Fetches this page again, with the reader's own rights, and swaps `region`. */
async function catchUp(region: Element): Promise<void> {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  const fresh = parse(await answer.text()).getElementById(region.id);
  if (answer.ok && fresh) replaceQuietly(fresh);
}

export function watch(region: HTMLElement): void {
  const address = region.dataset.live;
  if (!address || !region.id) return;
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let cut = false;
  let looking: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    clearTimeout(timer);
    timer = undefined;
    source = new EventSource(address);
    source.onopen = () => {
      tries = 0;
      if (cut) void catchUp(region).catch(() => undefined);
      cut = false;
    };
    source.onmessage = () => {
      // A busy minute brings many messages: one look serves those that come while it waits.
      looking ??= setTimeout(() => {
        looking = undefined;
        void catchUp(region).catch(() => undefined);
      }, 100);
    };
    source.onerror = () => {
      cut = true;
      source?.close();
      timer = setTimeout(open, pause(tries++));
    };
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && timer !== undefined) open();
  });
  addEventListener("pagehide", () => { clearTimeout(timer); source?.close(); cut = true; });
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  open();
}
