"use client";

import { useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { type Theme, themeColors, themeCookie } from "./theme.ts";

const yearSeconds = 31_536_000;
const choices = [
  { theme: "system", label: "System", icon: "monitor" },
  { theme: "light", label: "Light", icon: "sun" },
  { theme: "dark", label: "Dark", icon: "moon" },
] as const;

/** Light, dark, or the device's theme, in a cookie, so that the server renders the choice without a flash. */
export function ThemeSwitch({ theme, name }: { theme: Theme; name: string }) {
  const [chosen, setChosen] = useState(theme);
  function choose(next: Theme) {
    setChosen(next);
    const root = document.documentElement;
    if (next === "system") delete root.dataset.theme;
    else root.dataset.theme = next;
    colorBars(next);
    // biome-ignore lint/suspicious/noDocumentCookie: Cookie Store is not in every browser we support
    document.cookie = `${themeCookie}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`;
  }
  return (
    <fieldset className="inline-flex w-fit rounded-md border bg-card p-0.5">
      <legend className="sr-only">Color theme</legend>
      {choices.map(({ theme: value, label, icon }) => (
        <label
          key={value}
          title={label}
          className={cn(
            "grid size-10 place-items-center rounded-sm text-muted-foreground hover:text-foreground md:size-7",
            "has-checked:bg-muted has-checked:text-foreground",
            "has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-1",
          )}
        >
          <input
            type="radio"
            name={name}
            value={value}
            checked={chosen === value}
            onChange={() => choose(value)}
            className="sr-only"
          />
          <span className="sr-only">{label}</span>
          <Icon name={icon} />
        </label>
      ))}
    </fieldset>
  );
}

/** Gives the bars around the page the new theme's color; the next page view has it from the server. */
function colorBars(theme: Theme): void {
  const isDark = theme === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
  for (const meta of document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]"))
    meta.content = isDark ? themeColors.dark : themeColors.light;
}
