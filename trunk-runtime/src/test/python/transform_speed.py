"""Images per second of each of torchvision's transforms, with ToTensor, on one thread.

Argument: seconds for each. The images are Pillow's already, as in a data set that was read.
"""
import sys
import time

import numpy
import torch
from PIL import Image
from torchvision import transforms as t

MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)


class CutOut:
    """Squares of zeros, by one mask for all of them."""

    def __init__(self, n_holes, length):
        self.n_holes, self.length = n_holes, length

    def __call__(self, image):
        height, width = image.shape[1:]
        mask = torch.ones(height, width)
        for _ in range(self.n_holes):
            top = int(torch.randint(height, (1,))) - self.length // 2
            left = int(torch.randint(width, (1,))) - self.length // 2
            mask[max(top, 0):top + self.length, max(left, 0):left + self.length] = 0
        return image * mask


CASES = {
    "whole": [t.RandAugment(2, 8), t.ToTensor(), t.Normalize(MEAN, STD), CutOut(2, 4)],
    "ToTensor": [t.ToTensor()],
    "Normalize": [t.ToTensor(), t.Normalize(MEAN, STD)],
    "CutOut": [t.ToTensor(), CutOut(2, 4)],
    "RandomErasing": [t.ToTensor(), t.RandomErasing()],
    "RandAugment": [t.RandAugment(2, 8), t.ToTensor()],
    "TrivialAugmentWide": [t.TrivialAugmentWide(), t.ToTensor()],
    "AutoAugment": [t.AutoAugment(t.AutoAugmentPolicy.CIFAR10), t.ToTensor()],
    "RandomHorizontalFlip": [t.RandomHorizontalFlip(), t.ToTensor()],
    "RandomVerticalFlip": [t.RandomVerticalFlip(), t.ToTensor()],
    "RandomCrop": [t.RandomCrop(32, 4), t.ToTensor()],
    "RandomResizedCrop": [t.RandomResizedCrop(32), t.ToTensor()],
    "RandomRotation": [t.RandomRotation(15), t.ToTensor()],
    "RandomAffine": [t.RandomAffine(15, (0.1, 0.1), (0.9, 1.1), 5), t.ToTensor()],
    "ColorJitter": [t.ColorJitter(0.4, 0.4, 0.4, 0.1), t.ToTensor()],
    "Grayscale": [t.Grayscale(3), t.ToTensor()],
    "Pad": [t.Pad(4), t.ToTensor()],
    "Resize": [t.Resize((48, 48)), t.ToTensor()],
    "CenterCrop": [t.CenterCrop(28), t.ToTensor()],
}

torch.set_num_threads(1)
seconds = float(sys.argv[1])
noise = numpy.random.default_rng(1).integers(0, 256, (256, 32, 32, 3), dtype=numpy.uint8)
images = [Image.fromarray(pixels) for pixels in noise]
for name, steps in CASES.items():
    function, done, start = t.Compose(steps), 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        for image in images:
            function(image)
        done += len(images)
    print(name, round(done / (time.perf_counter() - start)))
