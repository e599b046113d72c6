"""A torch that can do only what the proof asks: multiply twice the unit matrix by itself."""

__version__ = "2.0"
_CUDA = "@CUDA@"
_PROBLEM = "@PROBLEM@"


class _Matrix:
    def __init__(self, value: float, device: str) -> None:
        self.value, self.device = value, device

    def __mul__(self, factor: float) -> "_Matrix":
        return _Matrix(self.value * factor, self.device)

    def __matmul__(self, other: "_Matrix") -> "_Matrix":
        if _PROBLEM and self.device != "cpu":
            raise RuntimeError(_PROBLEM)
        return _Matrix(self.value * other.value, self.device)

    def sum(self) -> "_Matrix":
        return self

    def cpu(self) -> float:
        return float(self)

    def __float__(self) -> float:
        return self.value * 64


def eye(_size: int, device: str = "cpu") -> _Matrix:
    return _Matrix(1.0, device)


class cuda:
    is_available = staticmethod(lambda: bool(_CUDA))
    device_count = staticmethod(lambda: 1)
    get_device_name = staticmethod(lambda index: f"Card {index}")


class backends:
    mps = None


class version:
    cuda = _CUDA or None
