/**
 * Passkeys (WebAuthn level 2). `<form data-passkey="sign-in|register" data-begin="…" data-finish="…">`:
 * POST data-begin (the form's fields but passwords, as JSON) answers `{publicKey}`, binary as base64url;
 * POST data-finish (the credential, with the members of `begin`'s answer but publicKey beside it when there are any)
 * answers `{next}` or nothing. Errors go, as the problem's own sentence or that of data-failed / data-refused,
 * to the element named by data-message.
 */
import { decode, encode } from "./base64url";

type Json = Record<string, unknown>;
type Begun = { publicKey: Json } & Json;

class Problem extends Error {}

async function post(address: string, value: unknown): Promise<Json> {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(value),
  });
  const text = await answer.text();
  const json = (text.startsWith("{") ? JSON.parse(text) : {}) as Json;
  if (!answer.ok) throw new Problem(String(json.detail ?? json.title ?? ""));
  return json;
}

const ids = (list: unknown) => (Array.isArray(list) ? list.map((one: Json) => ({ ...one, id: decode(String(one.id)) })) : []);

/** Options as the browser wants them: the binary members decoded. */
export function options(json: Json): PublicKeyCredentialCreationOptions & PublicKeyCredentialRequestOptions {
  const user = json.user as Json | undefined;
  return {
    ...json,
    challenge: decode(String(json.challenge)),
    ...(user && { user: { ...user, id: decode(String(user.id)) } }),
    ...(json.excludeCredentials ? { excludeCredentials: ids(json.excludeCredentials) } : {}),
    ...(json.allowCredentials ? { allowCredentials: ids(json.allowCredentials) } : {}),
  } as never;
}

/** A credential as the server wants it: every binary member as base64url. */
export function credentialJson(credential: PublicKeyCredential): Json {
  const response = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const out: Json = { clientDataJSON: encode(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"] as const) {
    if (response[name]) out[name] = encode(response[name]);
  }
  if (response.getTransports) out.transports = response.getTransports();
  return { id: credential.id, rawId: encode(credential.rawId), type: credential.type, response: out, extensions: credential.getClientExtensionResults() };
}

function fields(form: HTMLFormElement): Json {
  const data: Json = {};
  for (const [name, value] of new FormData(form)) {
    const control = form.elements.namedItem(name);
    if (typeof value === "string" && !(control instanceof HTMLInputElement && control.autocomplete.includes("password"))) data[name] = value;
  }
  return data;
}

let quiet: AbortController | undefined;

/** One ceremony; `conditional` waits in the fields' autofill and stays silent when nothing comes of it. */
async function ceremony(form: HTMLFormElement, conditional: boolean): Promise<void> {
  const { passkey, begin = "", finish = "", next = "/", message = "", failed = "", refused = "" } = form.dataset;
  const place = document.querySelector<HTMLElement>(message);
  if (place) place.hidden = true;
  quiet?.abort();
  quiet = new AbortController();
  const signal = quiet.signal;
  try {
    const { publicKey, ...kept } = (await post(begin, fields(form))) as Begun;
    const credential = passkey === "register"
      ? await navigator.credentials.create({ publicKey: options(publicKey), signal })
      : await navigator.credentials.get({ publicKey: options(publicKey), signal, ...(conditional && { mediation: "conditional" as const }) });
    const answer = await post(finish, { ...kept, ...credentialJson(credential as PublicKeyCredential) });
    location.assign(new URL(String(answer.next ?? next), location.href));
  } catch (cause) {
    if (!place || conditional || signal.aborted) return;
    const sentence = cause instanceof Problem && cause.message;
    place.textContent = sentence || ((cause as Error).name === "NotAllowedError" ? refused : failed);
    place.hidden = false;
  }
}

async function ready(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("[data-passkey-start]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => void ceremony(form, false));
  }
  const can = await PublicKeyCredential.isConditionalMediationAvailable?.();
  if (can && form.dataset.passkey === "sign-in" && form.dataset.autofill !== undefined) void ceremony(form, true);
}

if (typeof PublicKeyCredential !== "undefined") {
  document.querySelectorAll<HTMLFormElement>("form[data-passkey]").forEach((form) => void ready(form));
}
