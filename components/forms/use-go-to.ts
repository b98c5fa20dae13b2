import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Opens the page of an action's result, as soon as there is one. */
export function useGoTo(href: string | undefined): void {
  const router = useRouter();
  useEffect(() => {
    if (href) router.push(href);
  }, [href, router]);
}
