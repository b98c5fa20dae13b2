"use client";

import { type FormEvent, useState } from "react";

/** Which boxes of one name are ticked in a form, while somebody ticks them. */
export function useTicked(field: string, initially: string[]) {
  const [ticked, setTicked] = useState(initially);
  function onChange(event: FormEvent<HTMLFormElement>) {
    setTicked(new FormData(event.currentTarget).getAll(field).map(String));
  }
  return { ticked, onChange };
}
