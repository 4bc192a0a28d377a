#include "sovang/exchange/nomination_list.h"
