import { type FrameSet, frame } from "./frames.ts";
import { type Html, html } from "./html.ts";

/** A button that moves the player: by so many steps, to the start, or on and on. */
function button(move: string, text: string): Html {
  return html`<button type="button" data-move="${move}">${text}</button> `;
}

/** An episode that is played step by step beside its table, whose rows say what to show (see PLAYER_SCRIPT). */
export function player(parts: {
  readonly frames: FrameSet | null;
  /** The symbol of the first picture; null where there is none. */
  readonly first: string | null;
  /** The first state in words. */
  readonly said: string;
  readonly table: Html;
  /** The number of steps. */
  readonly count: number;
  /** Whether it begins to play by itself, where the reader has not asked for less motion. */
  readonly plays?: boolean;
}): Html {
  const { frames, first, said, table, count, plays = false } = parts;
  return html`<div class="player"${plays ? html` data-plays` : null}>
<div class="stage">${frames === null || first === null ? null : frame(frames, first, said)}
<div class="needs-script controls"><div class="buttons" role="group" aria-label="Step through the episode">${[
    button("first", "start"),
    button("-1", "◀ back"),
    button("1", "step ▶"),
    button("play", "play"),
  ]}</div>
<input class="slider" type="range" min="0" max="${count}" step="1" value="0" aria-label="Step"></div>
<p class="now" aria-live="polite"></p></div>
${table}</div>`;
}

/**
 * Plays episodes: buttons, a slider, keys, a click on a row. Runs in the browser, hence a string. A player that plays by itself stops at
 * the end; nothing moves by itself for who has asked for less motion.
 */
export const PLAYER_SCRIPT = `
for (const player of document.querySelectorAll(".player")) {
  const rows = [...player.querySelectorAll("tbody tr")];
  const steps = player.querySelector(".steps");
  const slider = player.querySelector(".slider");
  const toggle = player.querySelector("[data-move=play]");
  const said = player.querySelector(".now");
  let now = 0;
  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    toggle.textContent = "play";
    said.setAttribute("aria-live", "polite");
  };
  const show = (time) => {
    now = Math.max(0, Math.min(rows.length - 1, time));
    rows.forEach((row, at) => (at === now ? row.setAttribute("aria-current", "step") : row.removeAttribute("aria-current")));
    const { picture, said: text } = rows[now].dataset;
    const frame = player.querySelector(".frame");
    if (frame && picture) {
      frame.querySelector("use").setAttribute("href", "#" + picture);
      frame.setAttribute("aria-label", text);
    }
    said.textContent = text;
    slider.value = String(now);
    slider.setAttribute("aria-valuetext", text);
    steps.scrollTop = rows[now].offsetTop - steps.clientHeight / 2;
    if (now === rows.length - 1) stop();
  };
  const play = () => {
    if (timer) return stop();
    if (now === rows.length - 1) show(0);
    toggle.textContent = "pause";
    said.setAttribute("aria-live", "off");
    timer = setInterval(() => show(now + 1), 900);
  };
  const move = (where) => {
    if (where === "play") return play();
    stop();
    show(where === "first" ? 0 : now + Number(where));
  };
  player.addEventListener("click", ({ target }) => {
    const where = target.closest("[data-move]")?.dataset.move;
    const row = target.closest("tbody tr");
    if (where) move(where);
    else if (row) move(rows.indexOf(row) - now);
  });
  slider.addEventListener("input", () => move(Number(slider.value) - now));
  (("plays" in player.dataset) ? document : player).addEventListener("keydown", (event) => {
    const where = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -rows.length, End: rows.length, " ": "play" }[event.key];
    if (where && !event.ctrlKey && !event.metaKey && !event.altKey && !(event.key === " " && event.target.closest("button"))) {
      event.preventDefault();
      move(where);
    }
  });
  show(0);
  if ("plays" in player.dataset && !matchMedia("(prefers-reduced-motion: reduce)").matches) play();
}
`;
