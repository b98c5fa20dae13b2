import { createElement, isValidElement, type MouseEvent } from "react";
import { expect, test } from "vitest";
import { Slot } from "./slot.tsx";

interface Rendered {
  className?: string;
  href?: string;
  onClick?: (event: MouseEvent<never>) => void;
}

function slotted(props: Parameters<typeof Slot>[0], child: Rendered): Rendered {
  const element = Slot({ ...props, children: createElement("a", child as object) });
  if (!isValidElement<Rendered>(element)) throw new Error("nothing was rendered");
  return element.props;
}

test("the child keeps its own props and gets the class names", () => {
  const rendered = slotted({ className: "px-4 text-sm" }, { href: "/queue", className: "px-2" });
  expect(rendered).toMatchObject({ href: "/queue", className: "text-sm px-2" });
});

test("both click handlers run, the child's first", () => {
  const order: string[] = [];
  const rendered = slotted(
    { onClick: () => void order.push("slot") },
    { onClick: () => void order.push("child") },
  );
  rendered.onClick?.({} as MouseEvent<never>);
  expect(order).toEqual(["child", "slot"]);
});
