import type { Progress, RunEvent } from "@firebreak/runner";

/** Where progress is told. */
interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Follows the events of a run. */
export interface ProgressTeller {
  onEvent(event: RunEvent): void;
  close(): void;
}

const SECONDS_BETWEEN_LINES = 10;

/** "1 h 05 min", "3 min 20 s", "12 s". */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  const two = (count: number): string => String(count).padStart(2, "0");
  return whole < 3600
    ? `${Math.floor(whole / 60)} min ${two(whole % 60)} s`
    : `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** How long the rest will take at the pace so far, in seconds; null before anything is done. Stored trials cost nothing. */
export function remainingSeconds({ done, failed, stored, total }: Progress, elapsedSeconds: number): number | null {
  const computed = done + failed - stored;
  return computed <= 0 ? null : (elapsedSeconds / computed) * (total - done - failed);
}

function tellOnce(event: RunEvent, write: (line: string) => void): void {
  if (event.kind === "planned") {
    const refused = event.refusedCount === 0 ? "" : `, ${event.refusedCount} cells refused`;
    write(`Study ${event.study}: ${event.trialCount} trials${refused}.`);
  } else if (event.kind === "resumed") {
    const cut = event.cutBytes === 0 ? "" : `; a torn last line of ${event.cutBytes} bytes was cut`;
    write(`Going on with ${event.stored} stored trials${cut}.`);
    if (event.verified.length > 0) {
      write(`The code is not the one that stored them: ${event.verified.length} of them were computed again, and agree.`);
    }
  } else if (event.kind === "backend") {
    write(`Neural nets run on ${event.id}: ${event.why}.`);
  } else if (event.kind === "failed") {
    write(`Trial ${event.key} failed: ${event.reason.message}`);
  }
}

interface Display {
  show(progress: Progress, eta: string): void;
  stop(): void;
}

/** A line every ten seconds, and one at the end of what took longer. */
export function plainLines(stream: ProgressStream, now: () => number, counted: string = "trials"): Display {
  let last = now();
  let told: string | null = null;
  let latest = "";
  const tell = (line: string): void => {
    told = line;
    stream.write(`${line}\n`);
  };
  return {
    show({ done, failed, total }, eta) {
      latest = `${done + failed} of ${total} ${counted}`;
      if (now() - last >= SECONDS_BETWEEN_LINES) {
        last = now();
        tell(done + failed === total ? latest : `${latest}, ${eta}`);
      }
    },
    stop() {
      if (told !== null && told !== latest) {
        tell(latest);
      }
    },
  };
}

async function progressBar(stream: NodeJS.WriteStream, counted: string): Promise<Display> {
  const { default: cliProgress } = await import("cli-progress");
  const bar = new cliProgress.SingleBar(
    {
      format: `{bar} {percentage} % | {value} of {total} ${counted} | {eta_text}`,
      stream,
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 1,
    },
    cliProgress.Presets.shades_classic,
  );
  let started = false;
  return {
    show({ done, failed, total }, eta) {
      if (!started) {
        started = true;
        bar.start(total, 0, { eta_text: "" });
      }
      bar.update(done + failed, { eta_text: eta });
    },
    stop: () => bar.stop(),
  };
}

function following(display: Display, stream: ProgressStream, now: () => number): ProgressTeller {
  let began = now();
  const onProgress = (progress: Progress): void => {
    const rest = remainingSeconds(progress, now() - began);
    display.show(progress, rest === null ? "" : `${formatDuration(rest)} to go`);
  };
  return {
    onEvent(event) {
      tellOnce(event, (line) => stream.write(`${line}\n`));
      if (event.kind === "started") {
        began = now();
      }
      if (event.kind === "started" || event.kind === "done" || event.kind === "failed") {
        onProgress(event.progress);
      }
      if (event.kind === "auditing" || event.kind === "finished") {
        display.stop();
      }
    },
    close: () => display.stop(),
  };
}

/** A progress bar with the time to go on a terminal, a line now and then elsewhere, silence with `--json`. */
export async function openProgress(
  stream: NodeJS.WriteStream,
  { silent, counted = "trials" }: { readonly silent: boolean; readonly counted?: string },
): Promise<ProgressTeller> {
  if (silent) {
    return { onEvent: () => undefined, close: () => undefined };
  }
  const now = (): number => performance.now() / 1000;
  return following(stream.isTTY ? await progressBar(stream, counted) : plainLines(stream, now, counted), stream, now);
}
