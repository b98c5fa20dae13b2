import type { ReactNode, SVGProps } from "react";
import { cn } from "#components/ui/cn.ts";

interface AvatarProps {
  className?: string;
}

/** Two letters on the agent's color. The content security policy refuses a style attribute. */
export function AgentAvatar({ agent, className }: AvatarProps & { agent: { id: string; name: string } }) {
  const { letters, color } = avatarOf(agent);
  return (
    <Avatar letters={letters} look={{ fill: "#ffffff", fontSize: 14, fontWeight: 600 }} className={className}>
      <rect width="36" height="36" rx="8" fill={color} />
    </Avatar>
  );
}

/** A person's two letters in a quiet circle: the colored squares are agents. */
export function PersonAvatar({ person, className }: AvatarProps & { person: { id: string; name: string } }) {
  const look = { className: "fill-muted-foreground font-semibold text-[14px]" };
  return (
    <Avatar letters={avatarOf(person).letters} look={look} className={className}>
      <circle cx="18" cy="18" r="17.5" className="fill-muted stroke-border" />
    </Avatar>
  );
}

function Avatar(
  props: AvatarProps & { letters: string; look: SVGProps<SVGTextElement>; children: ReactNode },
) {
  return (
    <svg aria-hidden viewBox="0 0 36 36" className={cn("size-9 shrink-0 select-none", props.className)}>
      {props.children}
      <text x="18" y="18" textAnchor="middle" dominantBaseline="central" {...props.look}>
        {props.letters}
      </text>
    </svg>
  );
}

/** Colors with a contrast to white of at least 4.5:1, as avatars.test.ts computes. */
export const avatarColors = [
  "#3b4cc0",
  "#0f6e6e",
  "#9a3412",
  "#7a3ea8",
  "#a61e5c",
  "#3f6212",
  "#1d5f9e",
  "#6b4f1d",
];

/** The letters and the color of an agent: the color follows the ID, so a new name keeps the color. */
export function avatarOf({ id, name }: { id: string; name: string }): { letters: string; color: string } {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first = "", second] = words;
  const letters = second ? [...first].slice(0, 1).concat([...second].slice(0, 1)) : [...first].slice(0, 2);
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  const color = avatarColors[hash % avatarColors.length] ?? "#3b4cc0";
  return { letters: letters.join("").toUpperCase() || "?", color };
}
