import { RadioCards } from "../../components/RadioCards/RadioCards";
import { useMessages } from "../../messages";
import type { Delivery } from "../../platform";

type Props = { delivery: Delivery; onChange: (delivery: Delivery) => void };

/** What becomes of a period that is longer than the service takes at once. */
export function DeliveryField({ delivery, onChange }: Props) {
  const { t } = useMessages();
  return (
    <RadioCards
      label={t("delivery.label")}
      hint={t("delivery.hint")}
      value={delivery}
      onChange={onChange}
      choices={[
        { value: "parts", label: t("delivery.parts"), hint: t("delivery.partsHint") },
        { value: "joined", label: t("delivery.joined"), hint: t("delivery.joinedHint") },
      ]}
    />
  );
}
