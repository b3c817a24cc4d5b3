#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer, which gives `input` one text after another, by the options in `argv`.
int LLVMFuzzerRunDriver(
    int *argc, char ***argv, int (*input)(const uint8_t *bytes, size_t count));
