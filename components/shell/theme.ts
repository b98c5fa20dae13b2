/** What a person can choose; "system" follows the device. */
export type Theme = "system" | "light" | "dark";

export const themeCookie = "theme";

/** The stored choice; an invalid value counts as no choice. */
export function readTheme(cookie: string | undefined): Theme {
  return cookie === "light" || cookie === "dark" ? cookie : "system";
}

/** The color of the top bar (`--color-card` in globals.css), for the browser's and the system's own bars. */
export const themeColors = { light: "#ffffff", dark: "#14171b" } as const;
