"use client";

import {
  type ComponentProps,
  createContext,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { Icon } from "./icon.tsx";
import { Link } from "./link.tsx";
import { useIsReady } from "./use-browser-state.ts";

const CloseMenu = createContext(() => {});

/** Actions behind a button with a `label`. Closed by Escape, a press elsewhere, or a choice. */
export function Menu(props: { label: string; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  const isReady = useIsReady();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const onPress = ({ target }: Event) => {
      if (!menu.current?.contains(target as Node)) setIsOpen(false);
    };
    document.addEventListener("pointerdown", onPress);
    return () => document.removeEventListener("pointerdown", onPress);
  }, [isOpen]);
  // The focus returns to the opener, also from a dialog that the chosen action opens.
  function close() {
    setIsOpen(false);
    menu.current?.querySelector("button")?.focus();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || !isOpen) return;
    event.stopPropagation();
    close();
  }
  // Safari reports no new target for a press on a button.
  function onBlur({ currentTarget, relatedTarget }: FocusEvent) {
    if (relatedTarget && !currentTarget.contains(relatedTarget)) setIsOpen(false);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside have the focus
    <div ref={menu} className="relative" onKeyDown={onKeyDown} onBlur={onBlur}>
      <Button
        variant="outline"
        size="icon"
        aria-label={props.label}
        aria-expanded={isOpen}
        aria-controls={id}
        disabled={!isReady}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name="ellipsis" />
      </Button>
      <ul
        id={id}
        hidden={!isOpen}
        className="fixed inset-x-4 bottom-20 z-30 rounded-lg border bg-card p-1.5 shadow-lg sm:absolute sm:inset-x-auto sm:top-full sm:right-0 sm:bottom-auto sm:mt-1 sm:w-52"
      >
        <CloseMenu value={close}>{props.children}</CloseMenu>
      </ul>
    </div>
  );
}

const item =
  "control-height flex w-full items-center gap-2.5 rounded-md px-2.5 text-left text-sm hover:bg-muted focus-visible:-outline-offset-2 disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground";

/** `isDownload`: the address answers a file, and the page stays. */
export function MenuLink(props: {
  href: string;
  isDestructive?: boolean;
  isDownload?: boolean;
  children: ReactNode;
}) {
  const { href, isDestructive, isDownload, children } = props;
  const close = useContext(CloseMenu);
  return (
    <li>
      <Link
        href={href}
        className={cn(item, isDestructive && "text-danger")}
        {...(isDownload && { download: "", onClick: close })}
      >
        {children}
      </Link>
    </li>
  );
}

export function MenuButton({
  isDestructive,
  onClick,
  ...props
}: ComponentProps<"button"> & { isDestructive?: boolean }) {
  const close = useContext(CloseMenu);
  return (
    <li>
      <button
        type="button"
        {...props}
        className={cn(item, isDestructive && "text-danger")}
        onClick={(event) => {
          close();
          onClick?.(event);
        }}
      />
    </li>
  );
}
