"use client";

import { useRouter } from "next/navigation";
import { startTransition, useEffect } from "react";

/** Once a form's change is saved, shows the policy in the form's place: on its page, or without its sheet. */
export function useReturnToPolicy(isSaved: boolean, isSheet: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (isSaved) startTransition(() => router.replace("/policy", { scroll: !isSheet }));
  }, [isSaved, isSheet, router]);
}
