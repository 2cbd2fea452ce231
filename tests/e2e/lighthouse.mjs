// A class page on a poor phone line: `node lighthouse.mjs http://127.0.0.1:8080 n.benali "4e B"` prints one line of JSON; with "/wall" behind it, of what stands there.
//
// Lighthouse simulates 400 kbit/s, 400 ms of round trip and a processor eight times slower than this one: a cheap phone
// at the edge of the network. Three runs, the median of each figure.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { chromium } from "./chromium.mjs";

const RUNS = 3;
const PASSWORD = "preau-demo";

const settings = {
  onlyAudits: [
    "first-contentful-paint",
    "largest-contentful-paint",
    "interactive",
    "total-blocking-time",
    "network-requests",
  ],
  formFactor: "mobile",
  screenEmulation: { mobile: true, width: 360, height: 640, deviceScaleFactor: 2, disabled: false },
  throttlingMethod: "simulate",
  throttling: {
    rttMs: 400,
    throughputKbps: 400,
    cpuSlowdownMultiplier: 8,
    requestLatencyMs: 0,
    downloadThroughputKbps: 0,
    uploadThroughputKbps: 0,
  },
};

async function signIn(origin, login) {
  const answer = await fetch(`${origin}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { origin, "sec-fetch-site": "same-origin" },
    body: new URLSearchParams({ login, password: PASSWORD }),
  });
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  if (cookies.length === 0) throw new Error(`sign-in as ${login} answered ${answer.status} and set no cookie`);
  return cookies.join("; ");
}

async function linkTo(origin, cookie, text) {
  const page = await (await fetch(`${origin}/`, { headers: { cookie, accept: "text/html" } })).text();
  for (const [, href, content] of page.matchAll(/<a\s[^>]*href="([^"]+)"[^>]*>(.*?)<\/a>/gs)) {
    const words = content.replace(/<[^>]*>/g, "").replace(/&nbsp;|\u00a0/g, " ");
    if (words.includes(text)) return new URL(href, origin).href;
  }
  throw new Error(`the home page has no link with the text ${text}`);
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

async function once(address, cookie) {
  const browser = await launch({
    chromePath: chromium.executablePath,
    chromeFlags: ["--headless", ...chromium.args],
    logLevel: "silent",
  });
  try {
    const result = await lighthouse(
      address,
      { port: browser.port, logLevel: "silent" },
      { extends: "lighthouse:default", settings: { ...settings, extraHeaders: { Cookie: cookie } } },
    );
    const { audits, finalDisplayedUrl, runtimeError } = result.lhr;
    if (runtimeError) throw new Error(runtimeError.message);
    if (finalDisplayedUrl !== address) throw new Error(`${address} led to ${finalDisplayedUrl}`);
    const requests = audits["network-requests"].details.items;
    const bytes = (wanted) => requests.filter(wanted).reduce((sum, request) => sum + request.transferSize, 0);
    // What Chromium asks for first: nothing is drawn before it is there.
    const blocks = (request) => ["Document", "Stylesheet"].includes(request.resourceType) && request.priority === "VeryHigh";
    return {
      fcp_ms: audits["first-contentful-paint"].numericValue,
      lcp_ms: audits["largest-contentful-paint"].numericValue,
      tti_ms: audits["interactive"].numericValue,
      tbt_ms: audits["total-blocking-time"].numericValue,
      script_bytes: bytes((request) => request.resourceType === "Script"),
      paint_bytes: bytes(blocks),
      paint_answers: requests.filter(blocks).length,
      all_bytes: bytes(() => true),
      requests: requests.length,
    };
  } finally {
    browser.kill();
  }
}

const [origin, login, text, below = ""] = process.argv.slice(2);
const cookie = await signIn(origin, login);
const address = (await linkTo(origin, cookie, text)) + below;
const runs = [];
for (let run = 0; run < RUNS; run++) runs.push(await once(address, cookie));
const figures = Object.keys(runs[0]).map((name) => [name, Math.round(median(runs.map((run) => run[name])))]);
console.log(JSON.stringify(Object.fromEntries(figures)));
