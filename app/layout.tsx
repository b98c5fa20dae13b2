import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import "./globals.css";
import { EnvironmentBar } from "#components/shell/environment-bar";
import { readTheme, themeColors, themeCookie } from "#components/shell/theme.ts";
import { IconSprite } from "#components/ui/icon-sprite";
import { codeFace, textFace } from "./fonts.ts";
import { isReadFromMemory } from "./runtime/route-label.ts";
import { runtime } from "./runtime/runtime.ts";
import { currentEnvironment } from "./web/open-page.ts";

export const metadata: Metadata = {
  title: { default: "Countersign", template: "%s · Countersign" },
  description: "Human approval for AI agent actions.",
  robots: { index: false, follow: false },
  referrer: "same-origin",
  formatDetection: { telephone: false, email: false, address: false },
  appleWebApp: { capable: true, title: "Countersign", statusBarStyle: "default" },
};

/** The bars around the page follow the chosen theme, and the device's theme without a choice. */
export async function generateViewport(): Promise<Viewport> {
  const theme = await chosenTheme();
  return {
    width: "device-width",
    initialScale: 1,
    viewportFit: "cover",
    // The decision bar stays above the phone's keyboard.
    interactiveWidget: "resizes-content",
    themeColor:
      theme === "system"
        ? [
            { media: "(prefers-color-scheme: light)", color: themeColors.light },
            { media: "(prefers-color-scheme: dark)", color: themeColors.dark },
          ]
        : themeColors[theme],
  };
}

/**
 * The theme is a cookie rendered here: right from the first byte, with no script that the content
 * security policy would have to trust.
 */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await chosenTheme();
  const { isDemo } = runtime();
  // A document is there without the database too.
  const isDocument = isReadFromMemory((await headers()).get("x-countersign-path") ?? "/");
  const environment = isDocument ? undefined : await currentEnvironment();
  return (
    <html
      lang="en"
      data-theme={theme === "system" ? undefined : theme}
      className={`${textFace.variable} ${codeFace.variable}`}
    >
      <body className="font-sans antialiased">
        <IconSprite />
        <EnvironmentBar {...{ isDemo, environment }} />
        {children}
      </body>
    </html>
  );
}

async function chosenTheme() {
  return readTheme((await cookies()).get(themeCookie)?.value);
}
