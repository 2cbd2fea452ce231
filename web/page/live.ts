/**
 * `<section id="…" data-live="/s/…/live">`: each server-sent message makes the page look again at that section.
 * `data-from="/notices/bell"` looks there instead of at the whole page. Parts that watch one address share a connection.
 */
import { parse, replaceQuietly } from "./swap";

/** Milliseconds to wait before the nth new try: doubles from one second to one minute, spread so that a school does not come back at once. */
export const pause = (tries: number, chance = Math.random()): number => Math.min(60_000, 1000 * 2 ** tries) * (0.5 + chance / 2);

/** Fetches where the regions come from again, with the reader's own rights, and swaps them. */
async function catchUp(from: string, ids: string[]): Promise<void> {
  const answer = await fetch(from || location.href, { headers: { accept: "text/html" } });
  const page = parse(await answer.text());
  for (const id of ids) {
    const fresh = page.getElementById(id);
    if (answer.ok && fresh) replaceQuietly(fresh);
  }
}

/** Watches an address for regions, by id: where each comes from. */
function follow(address: string, regions: Map<string, string>): void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let cut = false;
  let looking: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    for (const from of new Set(regions.values())) {
      const ids = [...regions].filter(([, place]) => place === from).map(([id]) => id);
      void catchUp(from, ids).catch(() => undefined);
    }
  };
  const close = () => {
    clearTimeout(timer);
    timer = undefined;
    source?.close();
    source = undefined;
    cut = true;
  };
  const open = () => {
    clearTimeout(timer);
    timer = undefined;
    source = new EventSource(address);
    source.onopen = () => {
      tries = 0;
      if (cut) look();
      cut = false;
    };
    source.onmessage = () => {
      // A busy minute brings many messages: one look serves those that come while it waits.
      looking ??= setTimeout(() => {
        looking = undefined;
        look();
      }, 100);
    };
    source.onerror = () => {
      close();
      timer = setTimeout(open, pause(tries++));
    };
  };
  // A page that nobody sees holds no connection: a browser has six for a site without TLS, and a phone one battery.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") close();
    else if (!source) open();
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted && !source) open(); });
  if (document.visibilityState !== "hidden") open();
}

/** Watches for all regions of a page. */
export function watch(page: ParentNode): void {
  const followed = new Map<string, Map<string, string>>();
  page.querySelectorAll<HTMLElement>("[data-live]").forEach(({ id, dataset: { live, from } }) => {
    if (!live || !id) return;
    const regions = followed.get(live) ?? new Map<string, string>();
    followed.set(live, regions.set(id, from ?? ""));
  });
  followed.forEach((regions, address) => follow(address, regions));
}
