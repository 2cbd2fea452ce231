import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ready } from "./push";

const subscription = { toJSON: () => ({ endpoint: "https://push.example/x" }), unsubscribe: vi.fn(() => Promise.resolve(true)) };
const manager = { getSubscription: vi.fn(), subscribe: vi.fn() };
const fetched = vi.fn();
const reload = vi.fn();
let permission: NotificationPermission = "default";

const box = (here = "") => {
  document.body.innerHTML = `<div data-push="AQID" data-to="/account/notices/push"${here}><button data-push-on hidden></button>
    <p data-push-no hidden></p><p data-push-denied hidden></p><p data-push-failed hidden></p></div>`;
  return document.querySelector<HTMLElement>("[data-push]") as HTMLElement;
};
const shown = () => ["on", "no", "denied", "failed"].filter((part) => !document.querySelector<HTMLElement>(`[data-push-${part}]`)?.hidden);
const settled = () => new Promise((resolve) => setTimeout(resolve));
const press = async () => { document.querySelector<HTMLElement>("[data-push-on]")?.click(); await settled(); };

beforeEach(() => {
  permission = "default";
  manager.getSubscription.mockReset().mockResolvedValue(null);
  manager.subscribe.mockReset().mockResolvedValue(subscription);
  fetched.mockReset().mockResolvedValue(new Response("{}"));
  reload.mockReset();
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("location", { reload });
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("Notification", { get permission() { return permission; }, requestPermission: () => Promise.resolve(permission) });
  Object.defineProperty(navigator, "serviceWorker", { value: { register: () => Promise.resolve({ pushManager: manager }) }, configurable: true });
});
afterEach(() => { vi.unstubAllGlobals(); });

describe("a browser that may be woken", () => {
  it("asks nothing of its person before the button is pressed, then tells the server where it is woken", async () => {
    await ready(box());
    expect(shown()).toEqual(["on"]);
    expect(manager.subscribe).not.toHaveBeenCalled();
    permission = "granted";
    await press();
    expect(new Uint8Array(manager.subscribe.mock.calls[0]?.[0].applicationServerKey)).toEqual(new Uint8Array([1, 2, 3]));
    expect(fetched.mock.calls[0]?.[0]).toBe("/account/notices/push");
    expect(JSON.parse(fetched.mock.calls[0]?.[1].body)).toEqual({ endpoint: "https://push.example/x" });
    expect(reload).toHaveBeenCalled();
  });

  it("says when its person refused, or the server did", async () => {
    await ready(box());
    permission = "denied";
    await press();
    expect(shown()).toContain("denied");
    permission = "granted";
    await ready(box());
    fetched.mockResolvedValue(new Response("{}", { status: 403 }));
    await press();
    expect(shown()).toContain("failed");
    expect(subscription.unsubscribe).toHaveBeenCalled();
    expect(reload).not.toHaveBeenCalled();
  });

  it("is told to the server again when its session is another one", async () => {
    permission = "granted";
    manager.getSubscription.mockResolvedValue(subscription);
    await ready(box(" data-here"));
    expect(fetched).not.toHaveBeenCalled();
    await ready(box());
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it("says so when it can't be", async () => {
    Reflect.deleteProperty(window, "PushManager");
    await ready(box());
    expect(shown()).toEqual(["no"]);
  });
});
