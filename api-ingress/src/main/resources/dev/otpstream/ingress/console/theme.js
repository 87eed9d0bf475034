// Light, dark, or as the system says. The choice is the only thing that outlives the tab.

const KEY = 'otpstream.theme';
const ORDER = ['system', 'light', 'dark'];
const listeners = [];

function apply(button, choice) {
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  button.textContent = `Theme: ${choice}`;
  listeners.forEach((listener) => listener());
}

export function theme(button) {
  let choice = ORDER.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : 'system';
  button.addEventListener('click', () => {
    choice = ORDER[(ORDER.indexOf(choice) + 1) % ORDER.length];
    localStorage.setItem(KEY, choice);
    apply(button, choice);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => apply(button, choice));
  apply(button, choice);
}

/** Hears of every change of colours. */
export const onTheme = (listener) => listeners.push(listener);

/** A colour of the style sheet, as it is now. */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
