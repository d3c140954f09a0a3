"""The model card says of the shipped weights what they give."""

from training.card import CARD, card


def test_the_card_s_figures_are_those_of_the_shipped_weights():
    assert CARD.read_text(encoding="utf-8") == card()
