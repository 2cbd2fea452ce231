import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watch } from "./live";

const opened: Source[] = [];
class Source {
  onopen?: () => void;
  onmessage?: () => void;
  onerror?: () => void;
  closed = false;
  constructor(readonly address: string) { opened.push(this); }
  close() { this.closed = true; }
}
const sees = (state: DocumentVisibilityState) => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
};
const fetched = vi.fn((address: string) => Promise.resolve(new Response(
  address === "/notices/bell" ? '<a id="bell">2</a><a id="bell-low">2</a>' : '<ul id="posts"><li>new</li></ul>',
)));
/** Lets the pause before a look pass, and the look itself. */
const looked = async () => { await vi.advanceTimersByTimeAsync(150); };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Source);
  vi.stubGlobal("fetch", fetched);
  opened.length = 0;
  fetched.mockClear();
  document.body.innerHTML = `<a id="bell" data-live="/notices/live" data-from="/notices/bell">1</a>
    <a id="bell-low" data-live="/notices/live" data-from="/notices/bell">1</a><ul id="posts" data-live="/s/1/live"></ul>`;
  sees("visible");
  watch(document);
});
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

describe("a page that is told of changes", () => {
  it("holds one connection for all parts that watch one address, and fetches what they come from once", async () => {
    expect(opened.map((source) => source.address)).toEqual(["/notices/live", "/s/1/live"]);
    opened[0]?.onmessage?.();
    opened[0]?.onmessage?.();
    await looked();
    expect(fetched.mock.calls.map(([address]) => address)).toEqual(["/notices/bell"]);
    expect(["bell", "bell-low"].map((id) => document.getElementById(id)?.textContent)).toEqual(["2", "2"]);
    opened[1]?.onmessage?.();
    await looked();
    expect(document.getElementById("posts")?.textContent).toBe("new");
  });

  it("lets go when nobody sees it, and looks again when somebody does", async () => {
    sees("hidden");
    expect(opened.every((source) => source.closed)).toBe(true);
    sees("visible");
    const open = opened.filter((source) => !source.closed);
    expect([...new Set(open.map((source) => source.address))]).toEqual(["/notices/live", "/s/1/live"]);
    open.forEach((source) => source.onopen?.());
    await looked();
    expect(document.getElementById("bell")?.textContent).toBe("2");
  });
});
