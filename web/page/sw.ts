/**
 * `/sw.js`: keeps the files of the pages, and the last pages that say so (`data-as-of`), for when there is no line.
 *
 * What is kept of a person is that person's alone: each page says for whom it is (`<html data-for>`), and the first one
 * for somebody else, or for nobody, ends what was kept before. The server writes `self.PREAU` above this script.
 */
declare const self: ServiceWorkerGlobalScope & { PREAU: { version: string; shell: string[]; icon: string } };
export {};

const FILES = `files-${self.PREAU.version}`;
/** Caches of pages: this, and for whom. */
const KEPT = "kept-";
/** Pages that are kept at most. */
const MOST = 40;
/** Milliseconds after which a page says too little of today to be shown. */
const OLD = 14 * 24 * 3_600_000;
const OFFLINE = "/offline";

self.addEventListener("install", (event) => {
  const all = [...self.PREAU.shell, new Request(OFFLINE, { credentials: "omit" })];
  event.waitUntil(caches.open(FILES).then((files) => files.addAll(all)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    await forget((name) => name.startsWith("files-") && name !== FILES);
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
  })());
});

/** A page that came before this script says so, and is looked at now. */
self.addEventListener("message", (event) => {
  if (event.source instanceof WindowClient) event.waitUntil(seen(event.source.url));
});

const seen = (url: string) => fetch(url).then((answer) => look(url, answer)).catch(() => undefined);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    // Also without a line: whoever signs out leaves nothing behind.
    if (request.method === "POST" && pathname === "/sign-out") event.waitUntil(keepFor(""));
    event.respondWith(page(event));
  } else if (request.method === "GET" && pathname.startsWith("/assets/")) {
    event.respondWith(file(request));
  }
});

/** A file's name carries a hash of its content: what is kept is right. */
async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(FILES)).put(request, answer.clone());
  return answer;
}

async function page(event: FetchEvent): Promise<Response> {
  const { request } = event;
  try {
    const answer: Response = (await event.preloadResponse) ?? (await fetch(request));
    if (request.method === "GET") event.waitUntil(look(request.url, answer.clone()));
    return answer;
  } catch {
    return without(request);
  }
}

/** Keeps a page if it says so, and ends what is kept of anybody but its reader. */
async function look(url: string, answer: Response): Promise<void> {
  if (!answer.headers.get("content-type")?.startsWith("text/html")) return;
  const text = await answer.text();
  const reader = /<html[^>]* data-for="([^"]*)"/.exec(text)?.[1];
  if (reader === undefined) return;
  await keepFor(reader);
  if (!reader || !answer.ok || !text.includes(" data-as-of hidden")) return;
  const headers: Record<string, string> = { "content-type": "text/html; charset=utf-8", "x-kept": `${Date.now()}` };
  const policy = answer.headers.get("content-security-policy");
  if (policy) headers["content-security-policy"] = policy;
  const pages = await caches.open(KEPT + reader);
  const address = url.split("#", 1)[0] ?? url;
  await pages.delete(address);
  await pages.put(address, new Response(text, { headers }));
  for (const oldest of (await pages.keys()).slice(0, -MOST)) await pages.delete(oldest);
}

const keepFor = (reader: string) => forget((name) => name.startsWith(KEPT) && (!reader || name !== KEPT + reader));

async function forget(which: (name: string) => boolean): Promise<void> {
  await Promise.all((await caches.keys()).filter(which).map((name) => caches.delete(name)));
}

/** What is shown without a line: the page as it was, or a page that says so. A hidden sentence of it comes to light. */
async function without({ method, url }: Request): Promise<Response> {
  const names = method === "GET" ? (await caches.keys()).filter((name) => name.startsWith(KEPT)) : [];
  for (const name of names) {
    const kept = await (await caches.open(name)).match(url.split("#", 1)[0] ?? url);
    if (kept && Date.now() - Number(kept.headers.get("x-kept")) < OLD) return shown(kept, "data-as-of");
  }
  const offline = await caches.match(OFFLINE);
  return offline ? shown(offline, method === "GET" ? "data-opened" : "data-sent") : Response.error();
}

async function shown(kept: Response, sentence: string): Promise<Response> {
  const text = (await kept.text()).replaceAll(` ${sentence} hidden`, ` ${sentence}`);
  const headers = new Headers(kept.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(text, { headers });
}

/** Woken by an empty message, so that whoever carries it learns nothing: what is new, the server is asked. */
self.addEventListener("push", (event) => event.waitUntil(tell()));

async function tell(): Promise<void> {
  const answer = await fetch("/notices", { headers: { accept: "application/json" } }).catch(() => undefined);
  const { notices = [] }: { notices?: { id: string; title: string; read_at: string | null }[] } = answer?.ok ? await answer.json() : {};
  const fresh = notices.find(({ read_at }) => !read_at);
  // A browser that is woken must show something, or it is not woken again.
  const data = fresh ? `/notices/${fresh.id}` : "/notices";
  await self.registration.showNotification(fresh?.title ?? "Préau", { tag: "preau", icon: self.PREAU.icon, data });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
