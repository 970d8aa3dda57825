package dev.evenhand.attribution;

/** The form of a fitted model, as far as its explanation needs it. */
interface ModelForm {
  int features();

  /** From what is linear or a sum of trees to what is shown. */
  Link link();
}
