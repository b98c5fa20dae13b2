/** "40 seconds", "6 minutes": rounded up, so never too early. */
export function waitText(seconds: number): string {
  const [length, unit] = seconds < 120 ? [1, "second"] : seconds < 7200 ? [60, "minute"] : [3600, "hour"];
  const count = Math.ceil(seconds / length);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
