// The browser is Debian's: the tests download none. The switches keep it from speaking to its maker's hosts, which a
// machine without a network would answer with a flood of refusals.
export const chromium = {
  executablePath: process.env.PREAU_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
  ],
};
