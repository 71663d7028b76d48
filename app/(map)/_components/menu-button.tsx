'use client';

import { Menu } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import styles from './menu-button.module.css';

type Choice = { readonly value: string; readonly label: string };

type Props = {
  /** What is chosen here, for screen readers and as the button's title. */
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
  readonly strong?: boolean;
};

/** A button that shows the choice and opens the others. */
export function MenuButton({ label, choices, value, onChoose, strong = false }: Props) {
  const current = choices.find((choice) => choice.value === value);
  return (
    <Menu position="bottom-start" offset={6} withinPortal>
      <Menu.Target>
        <button
          type="button"
          className={styles.button}
          data-strong={strong}
          aria-label={`${label}: ${current?.label ?? value}`}
          title={label}
        >
          <span className={styles.text}>{current?.label ?? value}</span>
          <IconChevronDown size={14} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={styles.dropdown} aria-label={label}>
        {choices.map((choice) => (
          <Menu.RadioItem
            key={choice.value}
            value={choice.value}
            checked={choice.value === value}
            checkIcon={<IconCheck size={14} />}
            closeMenuOnClick
            onChange={onChoose}
          >
            {choice.label}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
