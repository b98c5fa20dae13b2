import type { Io } from "../io.ts";

/**
 * Shows the remaining time on the last line of a terminal, updated once a second.
 * @returns stops, and clears the line
 */
export function startCountdown(io: Io, expiresAt: Date, label: () => string): () => void {
  if (!io.isTerminal) return () => {};
  const show = () => io.err(`\r\u001b[2K${label()}, ${timeLeft(expiresAt.getTime() - io.now())}`);
  show();
  const timer = setInterval(show, 1000);
  return () => {
    clearInterval(timer);
    io.err("\r\u001b[2K");
  };
}

/** A span of time for a person: "14:05 left", "2:03:09 left". */
function timeLeft(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return `${shown.map((part, index) => (index ? String(part).padStart(2, "0") : part)).join(":")} left`;
}
