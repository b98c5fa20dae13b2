import { openPage, pageTitle } from "#app/web/open-page";
import { Page } from "#components/ui/page-header";
import { listSettings } from "#lib/notifications/chat/find-settings";
import { ProposedChanges } from "../../proposed-changes.tsx";
import { ChatCard } from "./chat-card.tsx";

export const metadata = pageTitle("Slack and Teams");

const kinds = ["slack_bot", "slack_webhook", "teams_webhook"] as const;

export default async function ChatPage() {
  const { viewer, db, now } = await openPage("admin");
  const settings = await listSettings(db, { viewer });
  return (
    <Page
      title="Slack and Teams"
      back={{ href: "/channels", label: "Channels" }}
      description="Sends notifications to chat. Links in messages only open a page."
      layout="grid max-w-3xl gap-4"
    >
      <ProposedChanges viewer={viewer} about={["chat.save"]} now={now} />
      {kinds.map((kind) => {
        const setting = settings.get(kind);
        return <ChatCard key={kind} kind={kind} setting={setting} viewer={viewer} now={now} />;
      })}
    </Page>
  );
}
