/**
 * `<div data-push="key" data-to="/…">`: lets this browser be woken, after its person pressed `[data-push-on]`.
 * What can't be is said in `[data-push-no]` (unable), `[data-push-denied]` (the person said no), `[data-push-failed]`.
 */
import { decode } from "./base64url";

type Part = "on" | "no" | "denied" | "failed";

/** A browser that can be woken at all. An iPhone can once the site was added to its home screen. */
const able = (): boolean => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** Tells the server where this browser is woken, and shows the page anew. */
async function tell(to: string, subscription: PushSubscription): Promise<void> {
  const answer = await fetch(to, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(subscription),
  });
  if (!answer.ok) {
    await subscription.unsubscribe();
    throw new Error(String(answer.status));
  }
  location.reload();
}

export async function ready(box: HTMLElement): Promise<void> {
  const show = (part: Part, shown = true) => {
    const element = box.querySelector<HTMLElement>(`[data-push-${part}]`);
    if (element) element.hidden = !shown;
  };
  const { push: key = "", to = "" } = box.dataset;
  if (!able()) return show("no");
  if (Notification.permission === "denied") return show("denied");
  const worker = await navigator.serviceWorker.register("/sw.js");
  const kept = await worker.pushManager.getSubscription();
  const here = box.dataset.here !== undefined;
  // The browser still says yes, but its session is another one: the server is told again.
  if (kept && !here && Notification.permission === "granted") return tell(to, kept).catch(() => show("on"));
  if (here) return;
  show("on");
  box.querySelector("[data-push-on]")?.addEventListener("click", () => void allow().catch(() => show("failed")));

  async function allow(): Promise<void> {
    show("failed", false);
    if ((await Notification.requestPermission()) !== "granted") return show("denied");
    const options = { userVisibleOnly: true, applicationServerKey: decode(key) };
    await tell(to, await worker.pushManager.subscribe(options));
  }
}

document.querySelectorAll<HTMLElement>("[data-push]").forEach((box) => void ready(box).catch(() => undefined));
