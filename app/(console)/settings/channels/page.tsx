import type { Metadata } from "next";
import { requireViewer } from "#app/web/session/viewer";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { RowList } from "#components/ui/row-list";
import { SettingsHeader } from "../settings-header.tsx";
import { MailRow } from "./mail/mail-row.tsx";

export const metadata: Metadata = { title: "Channels" };

export default async function ChannelsPage() {
  const viewer = await requireViewer("admin");
  return (
    <>
      <SettingsHeader isAdmin />
      <Card className="max-w-3xl">
        <CardHeader>
          <div className="grid gap-1">
            <CardTitle>Channels</CardTitle>
            <CardDescription>
              Where Countersign sends notifications. Decisions are made in Countersign only.
            </CardDescription>
          </div>
        </CardHeader>
        <RowList className="first:border-t">
          <MailRow viewer={viewer} />
        </RowList>
      </Card>
    </>
  );
}
