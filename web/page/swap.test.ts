import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { body, parse, replace, replaceQuietly, send, settle } from "./swap";

const field = (id: string) => document.getElementById(id) as HTMLInputElement;
const fragment = (html: string) => parse(html).body.firstElementChild as Element;
const form = (html: string) => {
  document.body.innerHTML = `<main id="main">${html}</main><div data-announce></div>`;
  return document.querySelector("form") as HTMLFormElement;
};

beforeEach(() => { document.body.innerHTML = ""; });
afterEach(() => { vi.unstubAllGlobals(); });

describe("a fragment from the server", () => {
  it("takes the place of the part with its id", () => {
    document.body.innerHTML = '<ul id="posts"><li>old</li></ul>';
    expect(replace(fragment('<ul id="posts"><li>new</li></ul>'))).toBe(true);
    expect(document.body.textContent).toBe("new");
  });

  it("is dropped when the page has no such part", () => {
    expect(replace(fragment('<p id="elsewhere">x</p>'))).toBe(false);
  });

  it("keeps the focus where it was", () => {
    document.body.innerHTML = '<div id="box"><a href="#" id="here">a</a></div>';
    field("here").focus();
    replace(fragment('<div id="box"><a href="#" id="here">b</a></div>'));
    expect(document.activeElement?.textContent).toBe("b");
  });

  it("waits until the person has stopped typing in it", () => {
    document.body.innerHTML = '<div id="box"><input id="name"></div><input id="other">';
    field("name").focus();
    field("name").value = "half a wor";
    replaceQuietly(fragment('<div id="box"><input id="name" value="server"></div>'));
    expect(field("name").value).toBe("half a wor");
    field("other").focus();
    settle();
    expect(field("name").value).toBe("server");
  });
});

describe("a sent form", () => {
  it("goes out as the server's form reader expects, with the button that was pressed", () => {
    const one = form('<form method="post"><input name="a" value="é"><button name="pick" value="cat">x</button></form>');
    expect(String(body(one, one.querySelector("button")))).toBe("a=%C3%A9&pick=cat");
  });

  it("is not misled by a control called method", async () => {
    const one = form('<form method="post" action="/x" data-swap="list"><input name="method" value="get"></form>');
    const fetched = vi.fn().mockResolvedValue({ ok: true, redirected: false, text: async () => "<main id=main></main>" });
    vi.stubGlobal("fetch", fetched);
    await send(one);
    expect(fetched.mock.calls[0]?.[1].method).toBe("POST");
  });

  it("swaps the named part and says aloud what the answer says", async () => {
    const one = form('<form method="post" action="/x" data-swap="list"></form><p id="list">before</p>');
    const text = async () => '<main id="main"><p class="flash">Saved</p><p id="list">after</p></main>';
    vi.stubGlobal("fetch", vi.fn().mockResolvedValue({ ok: true, redirected: false, text }));
    await send(one);
    expect(document.getElementById("list")?.textContent).toBe("after");
    expect(document.querySelector("[data-announce]")?.textContent).toBe("Saved");
  });

  it("shows the whole answer when the named part is missing, as on a refusal", async () => {
    const one = form('<form method="post" action="/x" data-swap="list"></form><p id="list">before</p>');
    const text = async () => '<main id="main"><h1>Refused</h1></main>';
    vi.stubGlobal("fetch", vi.fn().mockResolvedValue({ ok: false, redirected: false, text }));
    await send(one);
    expect(document.querySelector("main")?.textContent).toBe("Refused");
  });
});
