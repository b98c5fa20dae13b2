import { cn } from "#components/ui/cn.ts";
import { avatarOf } from "./avatar.ts";

/**
 * Two letters on a color that stays the agent's, so that the eye learns them. An SVG, because the
 * content security policy refuses colors in a style attribute.
 */
export function AgentAvatar(props: { agent: { id: string; name: string }; className?: string }) {
  const { letters, color } = avatarOf(props.agent);
  return (
    <svg aria-hidden viewBox="0 0 36 36" className={cn("size-9 shrink-0 select-none", props.className)}>
      <rect width="36" height="36" rx="8" fill={color} />
      <text
        x="18"
        y="18"
        fill="#ffffff"
        fontSize="14"
        fontWeight="600"
        textAnchor="middle"
        dominantBaseline="central"
      >
        {letters}
      </text>
    </svg>
  );
}
