// The real program with its demo institution, on a port and in a folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How long the demo may take until it prints its address. A debug build hashes 800 passwords slowly. */
const STARTS_WITHIN = 60_000;
const ENDS_WITHIN = 10_000;

export class Institution {
  private constructor(
    /** Where it answers, such as `http://127.0.0.1:40123`. */
    readonly origin: string,
    /** Its data folder, for commands that take `--data`. */
    readonly data: string,
    private readonly room: string,
    private readonly program: ChildProcess,
  ) {}

  /** Starts `preau demo` and waits for the address that it prints. */
  static async open(): Promise<Institution> {
    const binary = process.env.PREAU_BIN;
    if (!binary) throw new Error("PREAU_BIN must name the program: run the tests with `cargo xtask test`");
    const room = await mkdtemp(join(tmpdir(), "preau-e2e-"));
    const data = join(room, "data");
    const program = spawn(binary, ["demo", "--listen", "127.0.0.1:0", "--data", data], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    try {
      return new Institution(await address(program), data, room, program);
    } catch (error) {
      await end(program);
      await rm(room, { recursive: true, force: true });
      throw error;
    }
  }

  async close(): Promise<void> {
    await end(this.program);
    await rm(this.room, { recursive: true, force: true });
  }
}

function address(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const fail = (why: string) => reject(new Error(`preau demo ${why}; it said:\n${said}`));
    const timer = setTimeout(() => fail(`printed no address within ${STARTS_WITHIN} ms`), STARTS_WITHIN);
    const listen = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-20_000);
      const found = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(said);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    };
    program.stdout?.on("data", listen);
    program.stderr?.on("data", listen);
    program.on("error", (error) => fail(`did not start: ${error.message}`));
    program.on("exit", (code, signal) => {
      clearTimeout(timer);
      fail(`ended (${code ?? signal})`);
    });
  });
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => program.once("exit", () => resolve()));
  program.kill("SIGTERM");
  const timer = setTimeout(() => program.kill("SIGKILL"), ENDS_WITHIN);
  await ended;
  clearTimeout(timer);
}
