import type { ReactNode } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import "./Dialog.css";

type Props = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** `alertdialog` for a question that something hangs on, `dialog` for something to enter. */
  role?: "alertdialog" | "dialog";
  children: ReactNode;
};

/** A question that must be answered before anything else goes on. Escape leaves it. */
export function Dialog({ title, isOpen, onClose, role = "alertdialog", children }: Props) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className="dialog-backdrop"
    >
      <Modal className="dialog-modal">
        <AriaDialog role={role} className="dialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
