import type { ComponentProps } from "react";
import { Button, type ButtonProps } from "./button.tsx";
import { Link } from "./link.tsx";

type Props = Omit<ComponentProps<typeof Link>, "className"> &
  Pick<ButtonProps, "variant" | "size" | "className">;

/** A link that looks like a button. */
export function LinkButton({ variant, size, className, ...link }: Props) {
  return (
    <Button asChild variant={variant} size={size} className={className}>
      <Link {...link} />
    </Button>
  );
}
