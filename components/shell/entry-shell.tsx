import type { ReactNode } from "react";
import { Wordmark } from "./mark.tsx";

/** The frame of pages outside the console: sign-in, set-up, enrollment, errors. One column, one task. */
export function EntryShell(props: { title: ReactNode; description?: ReactNode; children?: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr] px-gutter pt-safe pb-12">
      <header className="mx-auto flex w-full max-w-md items-center pt-5 sm:pt-8">
        <Wordmark />
      </header>
      <main className="mx-auto grid w-full max-w-md content-start gap-6 pt-10 sm:pt-[12vh]">
        <div className="grid gap-2">
          <h1 className="font-semibold text-2xl leading-8">{props.title}</h1>
          {props.description ? (
            <div className="text-base text-muted-foreground">{props.description}</div>
          ) : null}
        </div>
        {props.children}
      </main>
    </div>
  );
}
